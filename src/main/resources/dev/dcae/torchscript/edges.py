def prepare(x: Tensor, dtype: int) -> Tensor:
  # What a network works on: its own type, channels-last.
  return torch.contiguous(torch.to(x, dtype), memory_format=2)

def from_pixels(pixels: Tensor) -> Tensor:
  # uint8 [B, H, W, 3] -> [B, 3, H, W] in [-1, 1]. Channels-last needs no copy here: the permuted pixels are it.
  return torch.sub(torch.mul(torch.div(torch.to(torch.permute(pixels, [0, 3, 1, 2]), 6), 255.), 2.), 1.)

def to_pixels(x: Tensor) -> Tuple[Tensor, Tensor]:
  # [B, 3, H, W] -> uint8 [B, H, W, 3], clamped, rounded half to even; and its flags.
  x = torch.to(torch.permute(x, [0, 2, 3, 1]), 6)
  flags = __torch__.dcae.edges.finite(x)
  levels = torch.mul(torch.clamp(torch.add(torch.div(x, 2.), 0.5), 0., 1.), 255.)
  return (torch.contiguous(torch.to(torch.round(levels), 0)), flags)

def to_floats(x: Tensor) -> Tuple[Tensor, Tensor]:
  # The same as float32, in order of channels; and its flags.
  x = torch.contiguous(torch.to(x, 6))
  return (x, __torch__.dcae.edges.finite(x))

def finite(x: Tensor) -> Tensor:
  # One flag per item.
  return torch.all(torch.isfinite(torch.flatten(x, 1)), 1)
