class SoftmaxAttention(Module):
  # x + to_out(softmax(q k^T / sqrt(C)) v), where q, k and v are 1x1 convolutions of norm(x) and every pixel is a token: one
  # head of all channels. PyTorch's fused kernel goes over the keys in blocks and accumulates in float32, so there is no
  # matrix of all pixels by all pixels.
  __parameters__ = []
  __buffers__ = []
  norm : __torch__.dcae.group_norm.GroupNorm
  qkv : __torch__.dcae.conv.Conv
  to_out : __torch__.dcae.conv.Conv
  def forward(self, x: Tensor) -> Tensor:
    b = torch.size(x, 0)
    c = torch.size(x, 1)
    h = torch.size(x, 2)
    w = torch.size(x, 3)
    rows = torch.permute((self.qkv).forward((self.norm).forward(x)), [0, 2, 3, 1])
    rows = torch.reshape(rows, [b, 1, torch.mul(h, w), torch.mul(3, c)])
    q = torch.slice(rows, 3, 0, c)
    k = torch.slice(rows, 3, c, torch.mul(2, c))
    v = torch.slice(rows, 3, torch.mul(2, c), torch.mul(3, c))
    out = torch.reshape(torch.scaled_dot_product_attention(q, k, v), [b, h, w, c])
    return (self.to_out).added(x, torch.permute(out, [0, 3, 1, 2]))
