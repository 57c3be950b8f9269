class Autoencoder(Module):
  # The four operations. Their edges are float32 or uint8 whatever the module computes in; each also answers one flag
  # per item, taken before any cast to uint8: whether all of its values are finite.
  __parameters__ = []
  __buffers__ = []
  dtype : int
  encoder : __torch__.dcae.network.Encoder
  decoder : __torch__.dcae.network.Decoder
  def encode(self, x: Tensor) -> Tuple[Tensor, Tensor]:
    # [B, 3, H, W] in [-1, 1] -> [B, c, H/r, W/r]
    z = (self.encoder).forward(torch.contiguous(torch.to(x, self.dtype), memory_format=2))
    z = torch.contiguous(torch.to(z, 6))
    return (z, __torch__.dcae.autoencoder.finite(z))
  def decode(self, z: Tensor) -> Tuple[Tensor, Tensor]:
    # [B, c, h, w] -> [B, 3, h*r, w*r], about [-1, 1]
    x = (self.decoder).forward(torch.contiguous(torch.to(z, self.dtype), memory_format=2))
    x = torch.contiguous(torch.to(x, 6))
    return (x, __torch__.dcae.autoencoder.finite(x))
  def encode_image(self, pixels: Tensor) -> Tuple[Tensor, Tensor]:
    # uint8 [B, H, W, 3] -> [B, c, H/r, W/r]. Channels-last needs no copy here: the permuted pixels are it.
    x = torch.sub(torch.mul(torch.div(torch.to(torch.permute(pixels, [0, 3, 1, 2]), 6), 255.), 2.), 1.)
    return (self).encode(x)
  def decode_image(self, z: Tensor) -> Tuple[Tensor, Tensor]:
    # [B, c, h, w] -> uint8 [B, h*r, w*r, 3], clamped, rounded half to even
    x = (self.decoder).forward(torch.contiguous(torch.to(z, self.dtype), memory_format=2))
    x = torch.to(torch.permute(x, [0, 2, 3, 1]), 6)
    flags = __torch__.dcae.autoencoder.finite(x)
    levels = torch.mul(torch.clamp(torch.add(torch.div(x, 2.), 0.5), 0., 1.), 255.)
    return (torch.contiguous(torch.to(torch.round(levels), 0)), flags)
  def trace_encode(self, x: Tensor) -> List[Tensor]:
    # What each part of the encoder answers, in order: to hold a port against its reference stage by stage.
    return (self.encoder).trace(torch.contiguous(torch.to(x, self.dtype), memory_format=2))
  def trace_decode(self, z: Tensor) -> List[Tensor]:
    return (self.decoder).trace(torch.contiguous(torch.to(z, self.dtype), memory_format=2))

def finite(x: Tensor) -> Tensor:
  # One flag per item.
  return torch.all(torch.isfinite(torch.flatten(x, 1)), 1)
