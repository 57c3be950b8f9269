class Trainer(Module):
  # What training minimises, and what it looks at on the way.
  __parameters__ = []
  __buffers__ = []
  encoder : __torch__.dcae.network.Encoder
  decoder : __torch__.dcae.network.Decoder
  dtype : int
  def loss(self, pixels: Tensor, mask: Tensor, weights: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    # uint8 [B, H, W, 3], which channels of the latent are kept [1, c, 1, 1], weights [7] -> the weighted sum of the
    # terms, the terms [7], the RMS of each part [n], the reconstruction and its target [B, 3, H, W]. A term of no
    # weight is not computed, except MSE, which is always shown. The network computes in its type, losses in float32.
    x = torch.sub(torch.mul(torch.div(torch.to(torch.permute(pixels, [0, 3, 1, 2]), 6), 255.), 2.), 1.)
    stages = (self.encoder).trace(torch.to(x, self.dtype))
    z = stages[-1]
    decoded = (self.decoder).trace(torch.mul(z, torch.to(mask, self.dtype)))
    y = torch.to(decoded[-1], 6)
    parts = torch.add(stages, decoded)
    sizes = __torch__.dcae.losses.sizes(parts)
    used = torch.gt(weights, 0.)
    zero = torch.zeros([], dtype=6, device=ops.prim.device(x))
    d = torch.sub(y, x)
    l1 = torch.mean(torch.abs(d))
    mse = torch.mean(torch.mul(d, d))
    if bool(torch.select(used, 0, 2)):
      pooled = __torch__.dcae.losses.pooled(y, x)
    else:
      pooled = zero
    if bool(torch.select(used, 0, 3)):
      edges = __torch__.dcae.losses.edges(y, x)
    else:
      edges = zero
    if bool(torch.select(used, 0, 4)):
      ssim = __torch__.dcae.losses.dissimilarity(y, x)
    else:
      ssim = zero
    if bool(torch.select(used, 0, 5)):
      size = torch.log(__torch__.dcae.losses.rms([z]))
      latent = torch.mean(torch.mul(size, size))
    else:
      latent = zero
    # The gradient of each part is only taken where one is too large: it costs some passes over all of them.
    if torch.__and__(bool(torch.select(used, 0, 6)), bool(torch.gt(torch.max(sizes), 8.))):
      inner = __torch__.dcae.losses.excess(__torch__.dcae.losses.rms(parts), 8.)
    else:
      inner = zero
    terms = torch.stack([l1, mse, pooled, edges, ssim, latent, inner])
    return (torch.dot(terms, weights), terms, sizes, y, x)
  def latent(self, pixels: Tensor) -> Tensor:
    x = torch.sub(torch.mul(torch.div(torch.to(torch.permute(pixels, [0, 3, 1, 2]), 6), 255.), 2.), 1.)
    return torch.contiguous((self.encoder).forward(x))
