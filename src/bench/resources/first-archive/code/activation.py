def activate(x: Tensor, name: str) -> Tensor:
  if name == "silu":
    y = torch.silu(x)
  elif name == "relu":
    y = torch.relu(x)
  elif name == "gelu":
    y = torch.gelu(x)
  else:
    y = torch.mish(x)
  return y

class Activation(Module):
  __parameters__ = []
  __buffers__ = []
  name : str
  def forward(self, x: Tensor) -> Tensor:
    return __torch__.dcae.activation.activate(x, self.name)
