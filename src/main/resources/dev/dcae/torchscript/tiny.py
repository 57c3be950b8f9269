class ToUnit(Module):
  # From [-1, 1] to [0, 1].
  __parameters__ = []
  __buffers__ = []
  def forward(self, x: Tensor) -> Tensor:
    return torch.add(torch.mul(x, 0.5), 0.5)

class Clamp(Module):
  # Softly to [-3, 3].
  __parameters__ = []
  __buffers__ = []
  def forward(self, z: Tensor) -> Tensor:
    return torch.mul(torch.tanh(torch.div(z, 3.)), 3.)

class Block(Module):
  # relu(x + conv3(conv2(conv1(x)))), where conv1 and conv2 have the activation.
  __parameters__ = []
  __buffers__ = []
  conv1 : __torch__.dcae.conv.Conv
  conv2 : __torch__.dcae.conv.Conv
  conv3 : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    h = (self.conv2).forward((self.conv1).forward(x))
    return torch.relu_((self.conv3).added(x, h))
