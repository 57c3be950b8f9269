class EncoderStage0(Module):
  __parameters__ = []
  __buffers__ = []
  def forward(self, x: Tensor) -> Tensor:
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    return outputs

class EncoderStage1(Module):
  __parameters__ = []
  __buffers__ = []
  block_0 : __torch__.dcae.res_block.ResBlock
  down : __torch__.dcae.resample.Down
  def forward(self, x: Tensor) -> Tensor:
    x = (self.block_0).forward(x)
    x = (self.down).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.down).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class EncoderStage2(Module):
  __parameters__ = []
  __buffers__ = []
  block_0 : __torch__.dcae.res_block.ResBlock
  block_1 : __torch__.dcae.res_block.ResBlock
  down : __torch__.dcae.resample.Down
  def forward(self, x: Tensor) -> Tensor:
    x = (self.block_0).forward(x)
    x = (self.block_1).forward(x)
    x = (self.down).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.block_1).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.down).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class EncoderStage3(Module):
  __parameters__ = []
  __buffers__ = []
  block_0 : __torch__.dcae.res_block.ResBlock
  down : __torch__.dcae.resample.Down
  def forward(self, x: Tensor) -> Tensor:
    x = (self.block_0).forward(x)
    x = (self.down).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.down).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class EncoderStage4Attention(Module):
  __parameters__ = []
  __buffers__ = []
  head_dim : int
  qkv : __torch__.dcae.conv.Conv
  out : __torch__.dcae.attention.Output
  def forward(self, x: Tensor) -> Tensor:
    qkv = (self.qkv).forward(x)
    scales = torch.cat([qkv], 1)
    y = __torch__.dcae.attention.relu_linear_attention(scales, self.head_dim)
    return torch.add(x, (self.out).forward(y))

class EncoderStage4Block(Module):
  __parameters__ = []
  __buffers__ = []
  attention : __torch__.dcae.network.EncoderStage4Attention
  mlp : __torch__.dcae.gated_mlp.GatedMlp
  def forward(self, x: Tensor) -> Tensor:
    x = (self.attention).forward(x)
    x = (self.mlp).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.attention).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.mlp).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class EncoderStage4(Module):
  __parameters__ = []
  __buffers__ = []
  block_0 : __torch__.dcae.network.EncoderStage4Block
  down : __torch__.dcae.resample.Down
  def forward(self, x: Tensor) -> Tensor:
    x = (self.block_0).forward(x)
    x = (self.down).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.down).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class EncoderStage5Attention(Module):
  __parameters__ = []
  __buffers__ = []
  head_dim : int
  qkv : __torch__.dcae.conv.Conv
  out : __torch__.dcae.attention.Output
  def forward(self, x: Tensor) -> Tensor:
    qkv = (self.qkv).forward(x)
    scales = torch.cat([qkv], 1)
    y = __torch__.dcae.attention.relu_linear_attention(scales, self.head_dim)
    return torch.add(x, (self.out).forward(y))

class EncoderStage5Block(Module):
  __parameters__ = []
  __buffers__ = []
  attention : __torch__.dcae.network.EncoderStage5Attention
  mlp : __torch__.dcae.gated_mlp.GatedMlp
  def forward(self, x: Tensor) -> Tensor:
    x = (self.attention).forward(x)
    x = (self.mlp).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.attention).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.mlp).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class EncoderStage5(Module):
  __parameters__ = []
  __buffers__ = []
  block_0 : __torch__.dcae.network.EncoderStage5Block
  def forward(self, x: Tensor) -> Tensor:
    x = (self.block_0).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class Encoder(Module):
  __parameters__ = []
  __buffers__ = []
  conv_in : __torch__.dcae.resample.Down
  stage_0 : __torch__.dcae.network.EncoderStage0
  stage_1 : __torch__.dcae.network.EncoderStage1
  stage_2 : __torch__.dcae.network.EncoderStage2
  stage_3 : __torch__.dcae.network.EncoderStage3
  stage_4 : __torch__.dcae.network.EncoderStage4
  stage_5 : __torch__.dcae.network.EncoderStage5
  conv_out : __torch__.dcae.ends.EncoderOut
  def forward(self, x: Tensor) -> Tensor:
    x = (self.conv_in).forward(x)
    x = (self.stage_0).forward(x)
    x = (self.stage_1).forward(x)
    x = (self.stage_2).forward(x)
    x = (self.stage_3).forward(x)
    x = (self.stage_4).forward(x)
    x = (self.stage_5).forward(x)
    x = (self.conv_out).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.conv_in).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_1).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_2).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_3).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_4).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_5).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.conv_out).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class DecoderStage5Attention(Module):
  __parameters__ = []
  __buffers__ = []
  head_dim : int
  qkv : __torch__.dcae.conv.Conv
  out : __torch__.dcae.attention.Output
  def forward(self, x: Tensor) -> Tensor:
    qkv = (self.qkv).forward(x)
    scales = torch.cat([qkv], 1)
    y = __torch__.dcae.attention.relu_linear_attention(scales, self.head_dim)
    return torch.add(x, (self.out).forward(y))

class DecoderStage5Block(Module):
  __parameters__ = []
  __buffers__ = []
  attention : __torch__.dcae.network.DecoderStage5Attention
  mlp : __torch__.dcae.gated_mlp.GatedMlp
  def forward(self, x: Tensor) -> Tensor:
    x = (self.attention).forward(x)
    x = (self.mlp).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.attention).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.mlp).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class DecoderStage5(Module):
  __parameters__ = []
  __buffers__ = []
  block_0 : __torch__.dcae.network.DecoderStage5Block
  def forward(self, x: Tensor) -> Tensor:
    x = (self.block_0).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class DecoderStage4Attention(Module):
  __parameters__ = []
  __buffers__ = []
  head_dim : int
  qkv : __torch__.dcae.conv.Conv
  out : __torch__.dcae.attention.Output
  def forward(self, x: Tensor) -> Tensor:
    qkv = (self.qkv).forward(x)
    scales = torch.cat([qkv], 1)
    y = __torch__.dcae.attention.relu_linear_attention(scales, self.head_dim)
    return torch.add(x, (self.out).forward(y))

class DecoderStage4Block(Module):
  __parameters__ = []
  __buffers__ = []
  attention : __torch__.dcae.network.DecoderStage4Attention
  mlp : __torch__.dcae.gated_mlp.GatedMlp
  def forward(self, x: Tensor) -> Tensor:
    x = (self.attention).forward(x)
    x = (self.mlp).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.attention).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.mlp).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class DecoderStage4(Module):
  __parameters__ = []
  __buffers__ = []
  up : __torch__.dcae.resample.Up
  block_0 : __torch__.dcae.network.DecoderStage4Block
  def forward(self, x: Tensor) -> Tensor:
    x = (self.up).forward(x)
    x = (self.block_0).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.up).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class DecoderStage3(Module):
  __parameters__ = []
  __buffers__ = []
  up : __torch__.dcae.resample.Up
  block_0 : __torch__.dcae.res_block.ResBlock
  block_1 : __torch__.dcae.res_block.ResBlock
  def forward(self, x: Tensor) -> Tensor:
    x = (self.up).forward(x)
    x = (self.block_0).forward(x)
    x = (self.block_1).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.up).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.block_1).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class DecoderStage2(Module):
  __parameters__ = []
  __buffers__ = []
  up : __torch__.dcae.resample.Up
  block_0 : __torch__.dcae.res_block.ResBlock
  block_1 : __torch__.dcae.res_block.ResBlock
  def forward(self, x: Tensor) -> Tensor:
    x = (self.up).forward(x)
    x = (self.block_0).forward(x)
    x = (self.block_1).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.up).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.block_1).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class DecoderStage1(Module):
  __parameters__ = []
  __buffers__ = []
  up : __torch__.dcae.resample.Up
  block_0 : __torch__.dcae.res_block.ResBlock
  block_1 : __torch__.dcae.res_block.ResBlock
  def forward(self, x: Tensor) -> Tensor:
    x = (self.up).forward(x)
    x = (self.block_0).forward(x)
    x = (self.block_1).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.up).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.block_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.block_1).forward(x)
    outputs = torch.append(outputs, x)
    return outputs

class DecoderStage0(Module):
  __parameters__ = []
  __buffers__ = []
  def forward(self, x: Tensor) -> Tensor:
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    return outputs

class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  conv_in : __torch__.dcae.ends.DecoderIn
  stage_5 : __torch__.dcae.network.DecoderStage5
  stage_4 : __torch__.dcae.network.DecoderStage4
  stage_3 : __torch__.dcae.network.DecoderStage3
  stage_2 : __torch__.dcae.network.DecoderStage2
  stage_1 : __torch__.dcae.network.DecoderStage1
  stage_0 : __torch__.dcae.network.DecoderStage0
  norm_out : __torch__.dcae.norm.RmsNorm
  activation : __torch__.dcae.activation.Activation
  conv_out : __torch__.dcae.resample.Up
  def forward(self, x: Tensor) -> Tensor:
    x = (self.conv_in).forward(x)
    x = (self.stage_5).forward(x)
    x = (self.stage_4).forward(x)
    x = (self.stage_3).forward(x)
    x = (self.stage_2).forward(x)
    x = (self.stage_1).forward(x)
    x = (self.stage_0).forward(x)
    x = (self.norm_out).forward(x)
    x = (self.activation).forward(x)
    x = (self.conv_out).forward(x)
    return x
  def trace(self, x: Tensor) -> List[Tensor]:
    outputs = annotate(List[Tensor], [])
    x = (self.conv_in).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_5).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_4).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_3).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_2).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_1).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.stage_0).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.norm_out).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.activation).forward(x)
    outputs = torch.append(outputs, x)
    x = (self.conv_out).forward(x)
    outputs = torch.append(outputs, x)
    return outputs
