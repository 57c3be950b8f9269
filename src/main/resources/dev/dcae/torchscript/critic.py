class Critic(Module):
  # Tells images from reconstructions, patch by patch (Isola et al. 2017): a number for each 8x8 pixels, from about 47 across,
  # high for images.
  __parameters__ = []
  __buffers__ = []
  first : __torch__.dcae.conv.Conv
  second : __torch__.dcae.conv.Conv
  third : __torch__.dcae.conv.Conv
  last : __torch__.dcae.conv.Conv
  dtype : int
  def judge(self, x: Tensor) -> Tensor:
    h = torch.leaky_relu((self.first).forward(torch.to(x, self.dtype)), 0.20000000000000001)
    h = torch.leaky_relu((self.second).forward(h), 0.20000000000000001)
    h = torch.leaky_relu((self.third).forward(h), 0.20000000000000001)
    return torch.to((self.last).forward(h), 6)
  def unconvinced(self, y: Tensor) -> Tensor:
    # What reconstructions are trained to lessen.
    return torch.neg(torch.mean((self).judge(y)))
  def mistaken(self, x: Tensor, y: Tensor) -> Tensor:
    # What the critic is trained to lessen for images x and reconstructions y: the hinge loss (Lim and Ye 2017).
    image = torch.mean(torch.relu(torch.rsub((self).judge(x), 1.)))
    made = torch.mean(torch.relu(torch.add((self).judge(y), 1.)))
    return torch.div(torch.add(image, made), 2.)
