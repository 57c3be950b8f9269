class RmsNorm(Module):
  # Over the channels of each pixel: x / sqrt(mean(x^2) + 1e-5) * weight + bias, in float32 whatever the type of x.
  # weight and bias are float32 of shape [C, 1, 1].
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Tensor
  def forward(self, x: Tensor) -> Tensor:
    scaled = torch.mul(x, __torch__.dcae.norm.scale(x))
    return torch.to(torch.addcmul(self.bias, scaled, self.weight), ops.prim.dtype(x))
  def added(self, x: Tensor, h: Tensor) -> Tensor:
    # x + forward(h), where nobody else sees h: in its place, where no gradient goes through it.
    if torch.__or__(torch.is_grad_enabled(), torch.ne(ops.prim.dtype(h), 6)):
      y = torch.add(x, (self).forward(h))
    else:
      h = torch.mul_(h, __torch__.dcae.norm.scale(h))
      y = torch.add_(torch.add_(torch.mul_(h, self.weight), self.bias), x)
    return y

def scale(x: Tensor) -> Tensor:
  length = torch.linalg_vector_norm(x, 2, [1], True, dtype=6)
  mean_square = torch.div(torch.mul(length, length), torch.size(x, 1))
  return torch.rsqrt(torch.add(mean_square, 1.0000000000000001e-05))
