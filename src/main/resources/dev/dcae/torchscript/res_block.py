class ResBlock(Module):
  # x + norm(conv2(conv1(x))), with the RMS norm; conv1 has the activation.
  __parameters__ = []
  __buffers__ = []
  conv1 : __torch__.dcae.conv.Conv
  conv2 : __torch__.dcae.conv.Conv
  norm : __torch__.dcae.norm.RmsNorm
  def forward(self, x: Tensor) -> Tensor:
    return (self.norm).added(x, (self.conv2).forward((self.conv1).forward(x)))

class FoldedResBlock(Module):
  # The same with a BatchNorm, which is folded into conv2.
  __parameters__ = []
  __buffers__ = []
  conv1 : __torch__.dcae.conv.Conv
  conv2 : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    return (self.conv2).added(x, (self.conv1).forward(x))
