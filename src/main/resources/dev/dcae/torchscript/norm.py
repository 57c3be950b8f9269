class RmsNorm(Module):
  # Over the channels of each pixel: x / sqrt(mean(x^2) + 1e-5) * weight + bias, in float32 whatever the type of x.
  # weight and bias are float32 of shape [C, 1, 1].
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Tensor
  def forward(self, x: Tensor) -> Tensor:
    wide = torch.to(x, 6)
    scaled = torch.mul(wide, __torch__.dcae.norm.scale(wide))
    return torch.to(torch.addcmul(self.bias, scaled, self.weight), ops.prim.dtype(x))
  def added(self, x: Tensor, h: Tensor) -> Tensor:
    # x + forward(h), where nobody else sees h: in its place, where no gradient goes through it.
    if torch.is_grad_enabled():
      y = torch.add(x, (self).forward(h))
    else:
      wide = torch.to(h, 6)
      wide = torch.mul_(wide, __torch__.dcae.norm.scale(wide))
      wide = torch.addcmul(self.bias, wide, self.weight, out=wide)
      y = torch.add_(torch.to(wide, ops.prim.dtype(h)), x)
    return y

def scale(x: Tensor) -> Tensor:
  length = torch.linalg_vector_norm(x, 2, [1], True)
  mean_square = torch.div(torch.mul(length, length), torch.size(x, 1))
  return torch.rsqrt(torch.add(mean_square, 1.0000000000000001e-05))
