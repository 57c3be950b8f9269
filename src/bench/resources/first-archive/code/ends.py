class EncoderOut(Module):
  # The encoder's last convolution, perhaps with a shortcut of averaged channels.
  __parameters__ = []
  __buffers__ = []
  channels : int
  shortcut : bool
  conv : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    y = (self.conv).forward(x)
    if self.shortcut:
      y = torch.add(y, __torch__.dcae.resample.channel_mean(x, self.channels))
    return y

class DecoderIn(Module):
  # The decoder's first convolution, perhaps with a shortcut of repeated channels.
  __parameters__ = []
  __buffers__ = []
  channels : int
  shortcut : bool
  conv : __torch__.dcae.conv.Conv
  def forward(self, z: Tensor) -> Tensor:
    y = (self.conv).forward(z)
    if self.shortcut:
      y = torch.add(y, __torch__.dcae.resample.channel_repeat(z, self.channels))
    return y
