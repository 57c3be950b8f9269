class PixelNorm(Module):
  # Over the channels of each pixel: x / max(|x|, 1e-12) times factors [C, 1, 1], which have the root of C in them, and the
  # activation behind it, if it has a name. The length is float32 whatever the type of x.
  __parameters__ = ["factors", ]
  __buffers__ = []
  factors : Tensor
  activation : str
  def forward(self, x: Tensor) -> Tensor:
    wide = torch.to(x, 6)
    length = torch.clamp_min(torch.linalg_vector_norm(wide, 2, [1], True), 9.9999999999999998e-13)
    y = torch.mul(torch.to(torch.div(wide, length), ops.prim.dtype(x)), self.factors)
    return __torch__.dcae.activation.activate_(y, self.activation)
