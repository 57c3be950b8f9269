class GroupNorm(Module):
  # Over groups of channels and all pixels of each item: (x - mean) / sqrt(variance + 1e-6) * weight + bias. Sums are
  # taken in float32 whatever the type of x, which weight and bias share: on a GPU they have to.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Tensor
  groups : int
  def forward(self, x: Tensor) -> Tensor:
    return torch.group_norm(x, self.groups, self.weight, self.bias, 9.9999999999999995e-07)
