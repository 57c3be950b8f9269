class Resnet(Module):
  # x + conv2(activation(norm2(conv1(activation(norm1(x)))))). At full resolution an activation is most of the memory, so
  # what nobody else sees is changed in place.
  __parameters__ = []
  __buffers__ = []
  activation : str
  norm1 : __torch__.dcae.group_norm.GroupNorm
  conv1 : __torch__.dcae.conv.Conv
  norm2 : __torch__.dcae.group_norm.GroupNorm
  conv2 : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    h = (self.conv1).forward(__torch__.dcae.activation.activate_((self.norm1).forward(x), self.activation))
    return (self.conv2).added(x, __torch__.dcae.activation.activate_((self.norm2).forward(h), self.activation))

class ChangingResnet(Module):
  # The same where the number of channels changes: x goes through a 1x1 convolution.
  __parameters__ = []
  __buffers__ = []
  activation : str
  norm1 : __torch__.dcae.group_norm.GroupNorm
  conv1 : __torch__.dcae.conv.Conv
  norm2 : __torch__.dcae.group_norm.GroupNorm
  conv2 : __torch__.dcae.conv.Conv
  conv_shortcut : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    h = (self.conv1).forward(__torch__.dcae.activation.activate_((self.norm1).forward(x), self.activation))
    h = __torch__.dcae.activation.activate_((self.norm2).forward(h), self.activation)
    return (self.conv2).added((self.conv_shortcut).forward(x), h)
