class Conv(Module):
  # A square convolution with zero padding of half its kernel. Channels-last weights.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Optional[Tensor]
  stride : int
  groups : int
  def forward(self, x: Tensor) -> Tensor:
    pad = torch.floordiv(torch.size(self.weight, 3), 2)
    return torch.conv2d(x, self.weight, self.bias, [self.stride, self.stride], [pad, pad], [1, 1], self.groups)
