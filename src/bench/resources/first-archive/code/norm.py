class RmsNorm(Module):
  # Over the channels of each pixel: x / sqrt(mean(x^2) + 1e-5) * weight + bias, in float32 whatever the type of x.
  # weight and bias are float32 of shape [C, 1, 1].
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Tensor
  def forward(self, x: Tensor) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [1], True, dtype=6)
    mean_square = torch.div(torch.mul(length, length), torch.size(x, 1))
    scaled = torch.mul(x, torch.rsqrt(torch.add(mean_square, 1.0000000000000001e-05)))
    return torch.to(torch.addcmul(self.bias, scaled, self.weight), ops.prim.dtype(x))
