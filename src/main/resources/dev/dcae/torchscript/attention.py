class Scale(Module):
  # One extra scale of the attention: a depthwise convolution, then a grouped 1x1.
  __parameters__ = []
  __buffers__ = []
  proj_in : __torch__.dcae.conv.Conv
  proj_out : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    return (self.proj_out).forward((self.proj_in).forward(x))

def relu_linear_attention(qkv: Tensor, head_dim: int) -> Tensor:
  # qkv is [B, G * 3 * head_dim, H, W]: in each of G groups the channels of q, k and v follow each other.
  # relu(q) . relu(k) stands where softmax usually does, so the product is taken from the right, and memory does not
  # grow with the square of the pixels. In float32 throughout: the guard against an empty row, 1e-15, is no float16.
  b = torch.size(qkv, 0)
  c = torch.size(qkv, 1)
  h = torch.size(qkv, 2)
  w = torch.size(qkv, 3)
  groups = torch.floordiv(c, torch.mul(3, head_dim))
  rows = torch.permute(torch.to(qkv, 6), [0, 2, 3, 1])
  rows = torch.reshape(rows, [b, torch.mul(h, w), groups, torch.mul(3, head_dim)])
  rows = torch.permute(rows, [0, 2, 1, 3])
  q = torch.relu(torch.slice(rows, 3, 0, head_dim))
  k = torch.relu(torch.slice(rows, 3, head_dim, torch.mul(2, head_dim)))
  v = torch.slice(rows, 3, torch.mul(2, head_dim), torch.mul(3, head_dim))
  kv = torch.matmul(torch.transpose(k, 2, 3), v)
  k_sum = torch.sum(k, [2], True)
  weight = torch.add(torch.matmul(q, torch.transpose(k_sum, 2, 3)), 1.0000000000000001e-15)
  out = torch.permute(torch.div(torch.matmul(q, kv), weight), [0, 2, 1, 3])
  out = torch.reshape(out, [b, h, w, torch.mul(groups, head_dim)])
  return torch.to(torch.permute(out, [0, 3, 1, 2]), ops.prim.dtype(qkv))

class Output(Module):
  # The projection back, its norm, and the input of the attention.
  __parameters__ = []
  __buffers__ = []
  to_out : __torch__.dcae.conv.Conv
  norm_out : __torch__.dcae.norm.RmsNorm
  def added(self, x: Tensor, h: Tensor) -> Tensor:
    return (self.norm_out).added(x, (self.to_out).forward(h))
