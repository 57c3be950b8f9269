class GatedMlp(Module):
  # x + norm(conv_point(a * silu(gate))), where a and gate are the halves of conv_depth(silu(conv_inverted(x))).
  __parameters__ = []
  __buffers__ = []
  conv_inverted : __torch__.dcae.conv.Conv
  conv_depth : __torch__.dcae.conv.Conv
  conv_point : __torch__.dcae.conv.Conv
  norm : __torch__.dcae.norm.RmsNorm
  def forward(self, x: Tensor) -> Tensor:
    h = torch.silu((self.conv_inverted).forward(x))
    h = (self.conv_depth).forward(h)
    width = torch.floordiv(torch.size(h, 1), 2)
    gate = torch.silu(torch.slice(h, 1, width, torch.mul(2, width)))
    h = (self.conv_point).forward(torch.mul(torch.slice(h, 1, 0, width), gate))
    return torch.add(x, (self.norm).forward(h))
