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

class PaddedDown(Module):
  # Half the sides: one more row of zeros below and one more column on the right, then a 3x3 convolution with stride 2
  # and no padding of its own.
  __parameters__ = []
  __buffers__ = []
  conv : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    return (self.conv).forward(torch.constant_pad_nd(x, [0, 1, 0, 1], 0))

class PhasedUp(Module):
  # Twice the sides: nearest neighbour, then a 3x3 convolution. Of the nine pixels under its kernel at most four differ, so
  # that for each of the four phases, pixels of equal parity, it is a 2x2 convolution at the sides before: 4/9 of the
  # arithmetic, and nothing four times as large to read. All phases are one convolution, with a row and a column of padding
  # on each side; each phase takes its part. Phase 2i + j, the pixels of row parity i and column parity j, has the channels
  # from (2i + j) * channels on. A shortcut of repeated channels is in the kernels.
  __parameters__ = []
  __buffers__ = []
  channels : int
  conv : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    h = torch.size(x, 2)
    w = torch.size(x, 3)
    phases = (self.conv).forward(x)
    y = torch.empty([torch.size(x, 0), self.channels, torch.mul(2, h), torch.mul(2, w)], dtype=ops.prim.dtype(x), device=ops.prim.device(x), memory_format=2)
    for i in range(2):
      for j in range(2):
        phase = torch.add(torch.mul(2, i), j)
        part = torch.slice(phases, 1, torch.mul(phase, self.channels), torch.mul(torch.add(phase, 1), self.channels))
        part = torch.slice(torch.slice(part, 2, i, torch.add(i, h)), 3, j, torch.add(j, w))
        target = torch.slice(torch.slice(y, 2, i, None, 2), 3, j, None, 2)
        torch.copy_(target, part)
    return y
