class Conv(Module):
  # A square convolution with zero padding. Channels-last weights.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Optional[Tensor]
  stride : int
  padding : int
  groups : int
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.weight, self.bias, [self.stride, self.stride], [self.padding, self.padding], [1, 1], self.groups)
