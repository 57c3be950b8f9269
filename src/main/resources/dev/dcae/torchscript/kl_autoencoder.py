class KlAutoencoder(Module):
  # The operations of an autoencoder whose encoder answers a Gaussian for each value of the latent: 2c channels, of which
  # the first c are the means and the others the logarithms of the variances. Edges and flags as in Autoencoder.
  __parameters__ = []
  __buffers__ = []
  dtype : int
  encoder : __torch__.dcae.network.Encoder
  decoder : __torch__.dcae.network.Decoder
  def encode(self, x: Tensor) -> Tuple[Tensor, Tensor]:
    # [B, 3, H, W] in [-1, 1] -> [B, c, H/r, W/r], the means
    moments = (self.encoder).forward(__torch__.dcae.edges.prepare(x, self.dtype))
    means = torch.slice(moments, 1, 0, torch.floordiv(torch.size(moments, 1), 2))
    return __torch__.dcae.edges.to_floats(means)
  def encode_moments(self, x: Tensor) -> Tuple[Tensor, Tensor]:
    # [B, 3, H, W] in [-1, 1] -> [B, 2c, H/r, W/r]
    return __torch__.dcae.edges.to_floats((self.encoder).forward(__torch__.dcae.edges.prepare(x, self.dtype)))
  def decode(self, z: Tensor) -> Tuple[Tensor, Tensor]:
    # [B, c, h, w] -> [B, 3, h*r, w*r], about [-1, 1]
    return __torch__.dcae.edges.to_floats((self.decoder).forward(__torch__.dcae.edges.prepare(z, self.dtype)))
  def encode_image(self, pixels: Tensor) -> Tuple[Tensor, Tensor]:
    # uint8 [B, H, W, 3] -> [B, c, H/r, W/r], the means
    return (self).encode(__torch__.dcae.edges.from_pixels(pixels))
  def encode_image_moments(self, pixels: Tensor) -> Tuple[Tensor, Tensor]:
    # uint8 [B, H, W, 3] -> [B, 2c, H/r, W/r]
    return (self).encode_moments(__torch__.dcae.edges.from_pixels(pixels))
  def decode_image(self, z: Tensor) -> Tuple[Tensor, Tensor]:
    # [B, c, h, w] -> uint8 [B, h*r, w*r, 3]
    return __torch__.dcae.edges.to_pixels((self.decoder).forward(__torch__.dcae.edges.prepare(z, self.dtype)))
  def trace_encode(self, x: Tensor) -> List[Tensor]:
    # What each part of the encoder answers, in order.
    return (self.encoder).trace(__torch__.dcae.edges.prepare(x, self.dtype))
  def trace_decode(self, z: Tensor) -> List[Tensor]:
    return (self.decoder).trace(__torch__.dcae.edges.prepare(z, self.dtype))
  def pack(self) -> NoneType:
    # Prepares the convolutions for the CPU; to be called once, before anything else.
    _ = (self.encoder).pack()
    _ = (self.decoder).pack()
    return None
