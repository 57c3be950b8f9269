def added(x: Tensor, h: Tensor) -> Tensor:
  # x + h, where nobody else sees h: in its place, where no gradient goes through it.
  if torch.is_grad_enabled():
    y = torch.add(x, h)
  else:
    y = torch.add_(h, x)
  return y
