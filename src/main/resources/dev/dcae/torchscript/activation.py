def activated(x: Tensor, name: str) -> Tensor:
  # The activation of what nobody else sees: in place, where no gradient goes through it. No name is none.
  if torch.is_grad_enabled():
    y = __torch__.dcae.activation.activate(x, name)
  else:
    y = __torch__.dcae.activation.activate_(x, name)
  return y

def activate(x: Tensor, name: str) -> Tensor:
  if name == "silu":
    y = torch.silu(x)
  elif name == "relu":
    y = torch.relu(x)
  elif name == "gelu":
    y = torch.gelu(x)
  elif name == "mish":
    y = torch.mish(x)
  else:
    y = x
  return y

def activate_(x: Tensor, name: str) -> Tensor:
  # The same in place.
  if name == "silu":
    y = torch.silu_(x)
  elif name == "relu":
    y = torch.relu_(x)
  elif name == "gelu":
    y = torch.gelu_(x)
  elif name == "mish":
    y = torch.mish_(x)
  else:
    y = x
  return y

class Activation(Module):
  __parameters__ = []
  __buffers__ = []
  name : str
  def forward(self, x: Tensor) -> Tensor:
    return __torch__.dcae.activation.activate(x, self.name)
