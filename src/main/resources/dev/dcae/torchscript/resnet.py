class Resnet(Module):
  # x + conv2(norm2(conv1(norm1(x)))), where each norm has the activation behind it.
  __parameters__ = []
  __buffers__ = []
  norm1 : __torch__.dcae.group_norm.GroupNorm
  conv1 : __torch__.dcae.conv.Conv
  norm2 : __torch__.dcae.group_norm.GroupNorm
  conv2 : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    h = (self.conv1).forward((self.norm1).forward(x))
    return (self.conv2).added(x, (self.norm2).forward(h))

class ChangingResnet(Module):
  # The same where the number of channels changes: x goes through a 1x1 convolution.
  __parameters__ = []
  __buffers__ = []
  norm1 : __torch__.dcae.group_norm.GroupNorm
  conv1 : __torch__.dcae.conv.Conv
  norm2 : __torch__.dcae.group_norm.GroupNorm
  conv2 : __torch__.dcae.conv.Conv
  conv_shortcut : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    h = (self.conv1).forward((self.norm1).forward(x))
    return (self.conv2).added((self.conv_shortcut).forward(x), (self.norm2).forward(h))
