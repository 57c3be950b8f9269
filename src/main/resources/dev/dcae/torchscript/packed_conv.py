class Conv(Module):
  # A square convolution with zero padding. Channels-last weights; on a CPU, once packed, in whatever blocks oneDNN wants
  # them, which it would otherwise copy them to at each call.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Optional[Tensor]
  stride : int
  padding : int
  groups : int
  def forward(self, x: Tensor) -> Tensor:
    stride = [self.stride, self.stride]
    padding = [self.padding, self.padding]
    if ops.prim.is_mkldnn(self.weight):
      y = ops.mkldnn._convolution_pointwise(x, self.weight, self.bias, padding, stride, [1, 1], self.groups, "none", annotate(List[Optional[number]], []), "")
    else:
      y = torch.conv2d(x, self.weight, self.bias, stride, padding, [1, 1], self.groups)
    return y
  def pack(self) -> NoneType:
    dtype = ops.prim.dtype(self.weight)
    if torch.eq(dtype, 6):
      fast = True
    elif torch.eq(dtype, 15):
      fast = ops.mkldnn._is_mkldnn_bf16_supported()
    else:
      # float16, which few CPUs multiply.
      fast = False
    if fast:
      self.weight = ops.mkldnn._reorder_convolution_weight(self.weight, [self.padding, self.padding], [self.stride, self.stride], [1, 1], self.groups)
    return None
