# Blocks with a checkpoint's own tensors, nothing folded and nothing fused: what is trained here is written back as it is.

class FrozenNorm(Module):
  # A BatchNorm whose statistics no longer move: (x - mean) / sqrt(var + 1e-5) * weight + bias.
  __parameters__ = ["weight", "bias", ]
  __buffers__ = ["running_mean", "running_var", ]
  weight : Tensor
  bias : Tensor
  running_mean : Tensor
  running_var : Tensor
  def forward(self, x: Tensor) -> Tensor:
    scale = torch.mul(self.weight, torch.rsqrt(torch.add(self.running_var, 1.0000000000000001e-05)))
    return torch.add(torch.mul(torch.sub(x, self.running_mean), scale), self.bias)

class NormedConv(Module):
  # A convolution without bias, and the norm behind it.
  __parameters__ = []
  __buffers__ = []
  conv : __torch__.dcae.conv.Conv
  norm : __torch__.dcae.unfused.FrozenNorm
  def added(self, x: Tensor, h: Tensor) -> Tensor:
    # x + norm(conv(h))
    return torch.add(x, (self.norm).forward((self.conv).forward(h)))

class ResBlock(Module):
  # x + norm(conv2(conv1(x))), with the BatchNorm; conv1 has the activation.
  __parameters__ = []
  __buffers__ = []
  conv1 : __torch__.dcae.conv.Conv
  conv2 : __torch__.dcae.unfused.NormedConv
  def forward(self, x: Tensor) -> Tensor:
    return (self.conv2).added(x, (self.conv1).forward(x))

class Projections(Module):
  # q, k and v by three matrices.
  __parameters__ = []
  __buffers__ = []
  to_q : __torch__.dcae.conv.Conv
  to_k : __torch__.dcae.conv.Conv
  to_v : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    return torch.cat([(self.to_q).forward(x), (self.to_k).forward(x), (self.to_v).forward(x)], 1)
