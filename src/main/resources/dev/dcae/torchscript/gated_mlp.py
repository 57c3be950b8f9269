class GatedMlp(Module):
  # x + norm(conv_point(a * silu(gate))), where a and gate are the halves of conv_depth(silu(conv_inverted(x))), whose
  # SiLU belongs to conv_inverted.
  __parameters__ = []
  __buffers__ = []
  conv_inverted : __torch__.dcae.conv.Conv
  conv_depth : __torch__.dcae.conv.Conv
  conv_point : __torch__.dcae.conv.Conv
  norm : __torch__.dcae.norm.RmsNorm
  def forward(self, x: Tensor) -> Tensor:
    h = (self.conv_depth).forward((self.conv_inverted).forward(x))
    width = torch.floordiv(torch.size(h, 1), 2)
    gate = torch.silu(torch.slice(h, 1, width, torch.mul(2, width)))
    h = (self.conv_point).forward(torch.mul(torch.slice(h, 1, 0, width), gate))
    return (self.norm).added(x, h)
