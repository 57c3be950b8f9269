class GroupNorm(Module):
  # Over groups of channels and all pixels of each item: (x - mean) / sqrt(variance + epsilon) * weight + bias, and the
  # activation behind it, if it has a name. In float32 whatever the type of x, which weight and bias share: on a GPU they
  # have to.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor
  bias : Tensor
  groups : int
  epsilon : float
  activation : str
  def forward(self, x: Tensor) -> Tensor:
    if ops.prim.is_cuda(x):
      y = torch.group_norm(x, self.groups, self.weight, self.bias, self.epsilon)
      y = __torch__.dcae.activation.activate_(y, self.activation)
    else:
      y = __torch__.dcae.group_norm.by_pieces(x, self.groups, self.weight, self.bias, self.epsilon, self.activation)
    return y

def by_pieces(x: Tensor, groups: int, weight: Tensor, bias: Tensor, epsilon: float, activation: str) -> Tensor:
  # The same where it is sound: on a CPU, channels-last, PyTorch's own sums x and x^2 one pixel after the other, and loses
  # more digits the more pixels there are and the less they differ. Pieces stay in the processor's cache.
  b = torch.size(x, 0)
  c = torch.size(x, 1)
  h = torch.size(x, 2)
  w = torch.size(x, 3)
  rows = torch.reshape(torch.permute(x, [0, 2, 3, 1]), [b, torch.mul(h, w), c])
  step = ops.prim.max(1, torch.floordiv(1048576, torch.mul(b, c)))
  mean, variance = __torch__.dcae.group_norm.moments(rows, groups, step)
  # The mean is more than float32 holds: what is beyond it is in the offset.
  centre = torch.to(mean, 6)
  factor = torch.mul(torch.rsqrt(torch.add(variance, epsilon)), weight)
  offset = torch.to(torch.sub(bias, torch.mul(torch.sub(mean, centre), factor)), 6)
  factor = torch.to(factor, 6)
  y = torch.empty_like(rows)
  start = 0
  while torch.lt(start, torch.mul(h, w)):
    end = torch.add(start, step)
    piece = torch.sub(torch.to(torch.slice(rows, 1, start, end), 6), centre)
    piece = torch.addcmul(offset, piece, factor, out=piece)
    piece = __torch__.dcae.activation.activate_(piece, activation)
    _ = torch.copy_(torch.slice(y, 1, start, end), piece)
    start = end
  return torch.permute(torch.reshape(y, [b, h, w, c]), [0, 3, 1, 2])

def moments(rows: Tensor, groups: int, step: int) -> Tuple[Tensor, Tensor]:
  # Mean and variance of each channel's group, [B, 1, C] in float64, of rows [B, pixels, C]. Those of pieces, each about
  # its own mean, are put together as Chan, Golub and LeVeque do: nothing large is subtracted from anything large.
  b = torch.size(rows, 0)
  pixels = torch.size(rows, 1)
  c = torch.size(rows, 2)
  mean = torch.zeros([b, 1, c], dtype=7)
  squares = torch.zeros([b, 1, c], dtype=7)
  start = 0
  while torch.lt(start, pixels):
    piece = torch.to(torch.slice(rows, 1, start, torch.add(start, step)), 6)
    count = torch.size(piece, 1)
    centre = torch.mean(piece, [1], True)
    piece = torch.sub(piece, centre)
    error = torch.to(torch.mean(piece, [1], True), 7)
    spread = torch.to(torch.sum(torch.mul_(piece, piece), [1], True), 7)
    spread = torch.sub(spread, torch.mul(torch.mul(error, error), count))
    end = torch.add(start, count)
    change = torch.sub(torch.add(error, centre), mean)
    mean = torch.add(mean, torch.mul(change, torch.div(count, end)))
    squares = torch.add(torch.add(squares, spread), torch.mul(torch.mul(change, change), torch.div(torch.mul(count, start), end)))
    start = end
  # And those of a group's channels.
  width = torch.floordiv(c, groups)
  means = torch.reshape(mean, [b, groups, width])
  mean = torch.mean(means, [2], True)
  apart = torch.sub(means, mean)
  variance = torch.add(torch.div(torch.reshape(squares, [b, groups, width]), pixels), torch.mul(apart, apart))
  variance = torch.mean(variance, [2], True)
  return (torch.reshape(torch.expand(mean, [b, groups, width]), [b, 1, c]), torch.reshape(torch.expand(variance, [b, groups, width]), [b, 1, c]))
