class ResBlock(Module):
  # x + norm(conv2(activation(conv1(x)))), with the RMS norm.
  __parameters__ = []
  __buffers__ = []
  activation : str
  conv1 : __torch__.dcae.conv.Conv
  conv2 : __torch__.dcae.conv.Conv
  norm : __torch__.dcae.norm.RmsNorm
  def forward(self, x: Tensor) -> Tensor:
    h = __torch__.dcae.activation.activate((self.conv1).forward(x), self.activation)
    return torch.add(x, (self.norm).forward((self.conv2).forward(h)))

class FoldedResBlock(Module):
  # The same with a BatchNorm, which is folded into conv2.
  __parameters__ = []
  __buffers__ = []
  activation : str
  conv1 : __torch__.dcae.conv.Conv
  conv2 : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    h = __torch__.dcae.activation.activate((self.conv1).forward(x), self.activation)
    return torch.add(x, (self.conv2).forward(h))
