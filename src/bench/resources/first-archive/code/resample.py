def channel_mean(x: Tensor, channels: int) -> Tensor:
  # The mean over consecutive groups of channels, so that `channels` remain.
  c = torch.size(x, 1)
  if c == channels:
    y = x
  else:
    grouped = torch.reshape(x, [torch.size(x, 0), channels, torch.floordiv(c, channels), torch.size(x, 2), torch.size(x, 3)])
    y = torch.mean(grouped, [2])
  return y

def channel_repeat(x: Tensor, channels: int) -> Tensor:
  # Each channel as often in a row as makes `channels` of them.
  c = torch.size(x, 1)
  if c == channels:
    y = x
  else:
    y = torch.repeat_interleave(x, torch.floordiv(channels, c), 1)
  return y

class Down(Module):
  # Half the sides: a convolution with pixel unshuffle or stride 2, and perhaps a shortcut of averaged channels.
  __parameters__ = []
  __buffers__ = []
  channels : int
  unshuffle : bool
  shortcut : bool
  conv : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    y = (self.conv).forward(x)
    if self.unshuffle:
      y = torch.pixel_unshuffle(y, 2)
    if self.shortcut:
      y = torch.add(y, __torch__.dcae.resample.channel_mean(torch.pixel_unshuffle(x, 2), self.channels))
    return torch.contiguous(y, memory_format=2)

class Up(Module):
  # Twice the sides: nearest neighbour before a convolution or pixel shuffle after it, and perhaps a shortcut of
  # repeated channels.
  __parameters__ = []
  __buffers__ = []
  channels : int
  shuffle : bool
  shortcut : bool
  conv : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    if self.shuffle:
      y = torch.pixel_shuffle((self.conv).forward(x), 2)
    else:
      size = [torch.mul(2, torch.size(x, 2)), torch.mul(2, torch.size(x, 3))]
      y = (self.conv).forward(torch.upsample_nearest2d(x, size))
    if self.shortcut:
      y = torch.add(y, torch.pixel_shuffle(__torch__.dcae.resample.channel_repeat(x, torch.mul(4, self.channels)), 2))
    return torch.contiguous(y, memory_format=2)
