class Pool(Module):
  # x + conv2(norm(conv1(x))), where the norm, which sees the whole image, has the activation, and the convolutions have
  # one pixel.
  __parameters__ = []
  __buffers__ = []
  conv1 : __torch__.dcae.conv.Conv
  norm : __torch__.dcae.group_norm.GroupNorm
  conv2 : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    return (self.conv2).added(x, (self.norm).forward((self.conv1).forward(x)))
