def pooled(x: Tensor, y: Tensor) -> Tensor:
  # The mean over the scales 1/2, 1/4 … 1/32 of L1 and twice MSE: what keeps colours and brightness of areas true.
  total = torch.zeros([], dtype=6, device=ops.prim.device(x))
  scales = 0
  a = x
  b = y
  for i in range(5):
    if torch.ge(torch.size(a, 2), 2):
      a = torch.avg_pool2d(a, [2, 2])
      b = torch.avg_pool2d(b, [2, 2])
      d = torch.sub(a, b)
      total = torch.add(total, torch.add(torch.mean(torch.abs(d)), torch.mul(torch.mean(torch.mul(d, d)), 2.)))
      scales = torch.add(scales, 1)
  return torch.div(total, torch.add(scales, 0.))

def smoothed(x: Tensor, dim: int) -> Tensor:
  # (1, 2, 1) / 4 along a dimension, without padding.
  n = torch.size(x, dim)
  middle = torch.mul(torch.slice(x, dim, 1, torch.sub(n, 1)), 2.)
  outer = torch.add(torch.slice(x, dim, 0, torch.sub(n, 2)), torch.slice(x, dim, 2, n))
  return torch.div(torch.add(middle, outer), 4.)

def difference(x: Tensor, dim: int) -> Tensor:
  n = torch.size(x, dim)
  return torch.sub(torch.slice(x, dim, 2, n), torch.slice(x, dim, 0, torch.sub(n, 2)))

def edges(x: Tensor, y: Tensor) -> Tensor:
  # L1 on the gradients of Sobel and Feldman, which are linear: the gradient of the difference.
  d = torch.sub(x, y)
  across = __torch__.dcae.losses.smoothed(__torch__.dcae.losses.difference(d, 3), 2)
  down = __torch__.dcae.losses.smoothed(__torch__.dcae.losses.difference(d, 2), 3)
  return torch.div(torch.add(torch.mean(torch.abs(across)), torch.mean(torch.abs(down))), 2.)

def blurred(x: Tensor, kernel: Tensor) -> Tensor:
  # A separable window over each channel, without padding.
  c = torch.size(x, 1)
  n = torch.size(kernel, 0)
  down = torch.expand(torch.reshape(kernel, [1, 1, n, 1]), [c, 1, n, 1])
  across = torch.expand(torch.reshape(kernel, [1, 1, 1, n]), [c, 1, 1, n])
  y = torch.conv2d(x, down, None, [1, 1], [0, 0], [1, 1], c)
  return torch.conv2d(y, across, None, [1, 1], [0, 0], [1, 1], c)

def dissimilarity(x: Tensor, y: Tensor) -> Tensor:
  # One minus SSIM (Wang et al. 2004: a Gaussian window of 11 with deviation 1.5, K1 = 0.01, K2 = 0.03, a range of 2),
  # averaged over three scales: what the eye takes for structure, without a network to download.
  steps = torch.sub(torch.arange(11, dtype=6, device=ops.prim.device(x)), 5.)
  bell = torch.exp(torch.div(torch.neg(torch.mul(steps, steps)), 4.5))
  kernel = torch.div(bell, torch.sum(bell))
  total = torch.zeros([], dtype=6, device=ops.prim.device(x))
  scales = 0
  a = x
  b = y
  for i in range(3):
    if torch.ge(torch.size(a, 2), 11):
      ma = __torch__.dcae.losses.blurred(a, kernel)
      mb = __torch__.dcae.losses.blurred(b, kernel)
      va = torch.sub(__torch__.dcae.losses.blurred(torch.mul(a, a), kernel), torch.mul(ma, ma))
      vb = torch.sub(__torch__.dcae.losses.blurred(torch.mul(b, b), kernel), torch.mul(mb, mb))
      vab = torch.sub(__torch__.dcae.losses.blurred(torch.mul(a, b), kernel), torch.mul(ma, mb))
      top = torch.mul(torch.add(torch.mul(torch.mul(ma, mb), 2.), 0.00040000000000000002), torch.add(torch.mul(vab, 2.), 0.0035999999999999999))
      means = torch.add(torch.add(torch.mul(ma, ma), torch.mul(mb, mb)), 0.00040000000000000002)
      bottom = torch.mul(means, torch.add(torch.add(va, vb), 0.0035999999999999999))
      total = torch.add(total, torch.rsub(torch.mean(torch.div(top, bottom)), 1.))
      scales = torch.add(scales, 1)
      a = torch.avg_pool2d(a, [2, 2])
      b = torch.avg_pool2d(b, [2, 2])
  return torch.div(total, torch.add(scales, 0.))

def sizes(tensors: List[Tensor]) -> Tensor:
  # The root of the mean square of each, to look at: without a gradient, in one pass.
  found = annotate(List[Tensor], [])
  for i in range(torch.len(tensors)):
    x = torch.detach(tensors[i])
    norm = torch.linalg_vector_norm(x, 2, None, False, dtype=6)
    found = torch.append(found, torch.div(norm, torch.sqrt(torch.numel(x))))
  return torch.stack(found)

def rms(tensors: List[Tensor]) -> Tensor:
  # The root of the mean square of each.
  found = annotate(List[Tensor], [])
  for i in range(torch.len(tensors)):
    x = torch.to(tensors[i], 6)
    found = torch.append(found, torch.sqrt(torch.add(torch.mean(torch.mul(x, x)), 1.0000000000000001e-15)))
  return torch.stack(found)

def excess(sizes: Tensor, limit: float) -> Tensor:
  # The squared logarithm of what is above the limit: nothing else bounds the scale of inner activations, and every
  # norm behind them divides by it.
  over = torch.relu(torch.log(torch.div(sizes, limit)))
  return torch.mean(torch.mul(over, over))
