class Conv(Module):
  # A square convolution with zero padding, and the activation behind it, if it has a name. Channels-last weights.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Optional[Tensor]
  stride : int
  padding : int
  groups : int
  activation : str
  def forward(self, x: Tensor) -> Tensor:
    y = torch.conv2d(x, self.weight, self.bias, [self.stride, self.stride], [self.padding, self.padding], [1, 1], self.groups)
    return __torch__.dcae.activation.activated(y, self.activation)
  def added(self, x: Tensor, h: Tensor) -> Tensor:
    # x + forward(h)
    y = (self).forward(h)
    if torch.is_grad_enabled():
      y = torch.add(x, y)
    else:
      y = torch.add_(y, x)
    return y
