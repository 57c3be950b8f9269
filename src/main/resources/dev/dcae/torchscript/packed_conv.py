class Conv(Module):
  # A square convolution with zero padding, and the activation behind it, if it has a name. Channels-last weights; on a CPU,
  # once packed, in whatever blocks oneDNN wants them, which it would otherwise copy them to at each call. oneDNN also
  # applies the activation to what it has just computed.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Optional[Tensor]
  stride : int
  padding : int
  groups : int
  activation : str
  def forward(self, x: Tensor) -> Tensor:
    stride = [self.stride, self.stride]
    padding = [self.padding, self.padding]
    if ops.prim.is_mkldnn(self.weight):
      fused = __torch__.dcae.conv.fused(self.activation)
      y = ops.mkldnn._convolution_pointwise(x, self.weight, self.bias, padding, stride, [1, 1], self.groups, fused, annotate(List[Optional[number]], []), "none")
      if fused == "none":
        y = __torch__.dcae.activation.activated(y, self.activation)
    else:
      y = torch.conv2d(x, self.weight, self.bias, stride, padding, [1, 1], self.groups)
      y = __torch__.dcae.activation.activated(y, self.activation)
    return y
  def added(self, x: Tensor, h: Tensor) -> Tensor:
    # x + forward(h), of a convolution without an activation. oneDNN could add, too, but not to every layout of x that a
    # small picture comes to.
    return torch.add_((self).forward(h), x)
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

def fused(activation: str) -> str:
  # What oneDNN calls an activation that it can apply.
  if activation == "silu":
    name = "swish"
  elif activation == "relu":
    name = "relu"
  elif activation == "gelu":
    name = "gelu"
  else:
    name = "none"
  return name
