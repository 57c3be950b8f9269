class Conv(Module):
  # The convolution of conv.py in the type of its input, whatever its weights are: they stay float32, of which steps far
  # smaller than bfloat16 tells apart are taken.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Optional[Tensor]
  stride : int
  padding : int
  groups : int
  activation : str
  def forward(self, x: Tensor) -> Tensor:
    dtype = ops.prim.dtype(x)
    bias = self.bias
    if torch.__isnot__(bias, None):
      given = unchecked_cast(Tensor, bias)
      cast = annotate(Optional[Tensor], torch.to(given, dtype))
    else:
      cast = annotate(Optional[Tensor], None)
    y = torch.conv2d(x, torch.to(self.weight, dtype), cast, [self.stride, self.stride], [self.padding, self.padding], [1, 1], self.groups)
    return __torch__.dcae.activation.activated(y, self.activation)
