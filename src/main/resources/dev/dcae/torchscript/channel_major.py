# Samplers that move 2x2 pixels to channels and back, all channels of a pixel beside each other: channel (2 * dy + dx) * C + c.
# A shortcut of averaged or repeated channels is in the kernels.

class Down(Module):
  # Half the sides.
  __parameters__ = []
  __buffers__ = []
  conv : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    y = torch.permute((self.conv).forward(x), [0, 2, 3, 1])
    b = torch.size(y, 0)
    h = torch.floordiv(torch.size(y, 1), 2)
    w = torch.floordiv(torch.size(y, 2), 2)
    c = torch.size(y, 3)
    cells = torch.permute(torch.reshape(y, [b, h, 2, w, 2, c]), [0, 1, 3, 2, 4, 5])
    return torch.permute(torch.reshape(cells, [b, h, w, torch.mul(4, c)]), [0, 3, 1, 2])

class Up(Module):
  # Twice the sides.
  __parameters__ = []
  __buffers__ = []
  conv : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    y = torch.permute((self.conv).forward(x), [0, 2, 3, 1])
    b = torch.size(y, 0)
    h = torch.size(y, 1)
    w = torch.size(y, 2)
    c = torch.floordiv(torch.size(y, 3), 4)
    cells = torch.permute(torch.reshape(y, [b, h, w, 2, 2, c]), [0, 1, 3, 2, 4, 5])
    return torch.permute(torch.reshape(cells, [b, torch.mul(2, h), torch.mul(2, w), c]), [0, 3, 1, 2])

class EncoderOut(Module):
  # conv(norm(x)), where the norm has the activation, and the means of x's channels.
  __parameters__ = []
  __buffers__ = []
  channels : int
  norm : __torch__.dcae.group_norm.GroupNorm
  conv : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    y = (self.conv).forward((self.norm).forward(x))
    return torch.add(y, __torch__.dcae.resample.channel_mean(x, self.channels))
