"""Makes the files of this directory. Written with Pillow 12.3 and NumPy 2.4.

NAME.EXTENSION is a picture, NAME.EXTENSION.rgb the width * height * 3 bytes that
decoding it has to return: Pillow's pixels, with alpha laid over white in floating
point and profiles converted by LittleCMS with perceptual intent.
"""

import io
import struct

import numpy as np
from PIL import Image, ImageCms, ImageOps

WIDTH, HEIGHT = 37, 23
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def gradient():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    red = 255 * x / (WIDTH - 1)
    green = 255 * y / (HEIGHT - 1)
    blue = 127.5 + 127.5 * np.sin(x / 5) * np.cos(y / 4)
    return np.stack([red, green, blue], -1).round().astype(np.uint8)


def s15f16(*values):
    return struct.pack(">%di" % len(values), *(round(v * 65536) for v in values))


def icc(space, pcs, tags, kind=b"mntr"):
    table, data, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        content += b"\0" * (-len(content) % 4)
        table += struct.pack(">4sII", name, offset + len(data), len(content))
        data += content
    body = struct.pack(">I", len(tags)) + table + data
    header = struct.pack(">I4sI4s4s4s12s4s4sIIIQI", 128 + len(body), b"\0\0\0\0", 0x02100000, kind, space, pcs,
                         struct.pack(">6H", 2026, 1, 1, 0, 0, 0), b"acsp", b"\0\0\0\0", 0, 0, 0, 0, 0)
    header += s15f16(0.9642, 1.0, 0.8249)
    return header + b"\0" * (128 - len(header)) + body


TEXTS = {b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + b"\0" * 78, b"cprt": b"text\0\0\0\0none\0"}


def xyz(*values):
    return b"XYZ \0\0\0\0" + s15f16(*values)


def gamma(value):
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256))


def wide_gamut():
    """The primaries of Display P3, adapted to D50, and a plain gamma of 1.8."""
    return icc(b"RGB ", b"XYZ ", {**TEXTS, b"wtpt": xyz(0.9642, 1.0, 0.8249),
                                  b"rXYZ": xyz(0.5151, 0.2412, -0.0011), b"gXYZ": xyz(0.2920, 0.6922, 0.0419),
                                  b"bXYZ": xyz(0.1571, 0.0666, 0.7841),
                                  b"rTRC": gamma(1.8), b"gTRC": gamma(1.8), b"bTRC": gamma(1.8)})


def dark_grey():
    return icc(b"GRAY", b"XYZ ", {**TEXTS, b"wtpt": xyz(0.9642, 1.0, 0.8249), b"kTRC": gamma(3.0)})


def inks():
    """A press of two levels an ink: (1 - C)(1 - K) and so on, in Lab, paper a little yellow."""
    nodes = []
    to_lab = ImageCms.buildTransform(SRGB, ImageCms.createProfile("LAB"), "RGB", "LAB")
    for c in (0, 1):
        for m in (0, 1):
            for y in (0, 1):
                for k in (0, 1):
                    rgb = tuple(int(v * (1 - i) * (1 - k)) for v, i in zip((255, 250, 235), (c, m, y)))
                    nodes += ImageCms.applyTransform(Image.new("RGB", (1, 1), rgb), to_lab).getpixel((0, 0))
    ramp = bytes(range(256))
    table = (b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + s15f16(1, 0, 0, 0, 1, 0, 0, 0, 1) + ramp * 4 + bytes(nodes)
             + ramp * 3)
    return icc(b"CMYK", b"Lab ", {**TEXTS, b"wtpt": xyz(0.9, 0.93, 0.75), b"A2B0": table, b"A2B1": table}, b"prtr")


def over_white(image):
    rgba = np.asarray(image.convert("RGBA")).astype(np.float64)
    alpha = rgba[..., 3:] / 255
    return np.floor(rgba[..., :3] * alpha + 255 * (1 - alpha) + 0.5).astype(np.uint8)


def in_srgb(image, profile):
    return np.asarray(ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), SRGB,
                                                outputMode="RGB"))


def write(name, file, expected):
    with open(name, "wb") as f:
        f.write(file)
    with open(name + ".rgb", "wb") as f:
        f.write(np.ascontiguousarray(expected, dtype=np.uint8).tobytes())


def save(image, **options):
    file = io.BytesIO()
    image.save(file, **options)
    return file.getvalue()


def pillow(name, file):
    write(name, file, np.asarray(Image.open(io.BytesIO(file)).convert("RGB")))


def transparent(name, file):
    write(name, file, over_white(Image.open(io.BytesIO(file))))


def profiled(name, file, profile):
    write(name, file, in_srgb(Image.open(io.BytesIO(file)), profile))


def without_segment(jpeg, marker):
    length = struct.unpack_from(">H", jpeg, jpeg.index(marker) + 2)[0]
    at = jpeg.index(marker)
    return jpeg[:at] + jpeg[at + 2 + length:]


rgb = Image.fromarray(gradient())
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
alpha = Image.fromarray((255 * (x + y) / (WIDTH + HEIGHT - 2)).round().astype(np.uint8))
rgba = rgb.copy()
rgba.putalpha(alpha)
grey = rgb.convert("L")
cmyk = Image.merge("CMYK", (*rgb.convert("CMYK").split()[:3], alpha.point(lambda v: v // 3)))
indexed = rgb.quantize(13)

transparent("rgb.png", save(rgb, format="PNG"))
transparent("rgba.png", save(rgba, format="PNG"))
transparent("grey.png", save(grey, format="PNG"))
transparent("grey-alpha.png", save(Image.merge("LA", (grey, alpha)), format="PNG"))
transparent("bilevel.png", save(grey.convert("1"), format="PNG"))
transparent("indexed.png", save(indexed, format="PNG"))
transparent("indexed-transparency.png", save(indexed, format="PNG", transparency=bytes([0, 64, 128, 255, 200])))
grey16 = (np.asarray(grey).astype(np.uint16) * 251 + 17)
write("grey16.png", save(Image.fromarray(grey16), format="PNG"),
      np.repeat(np.floor(grey16 * (255 / 65535) + 0.5)[..., None], 3, -1))
profiled("wide-gamut.png", save(rgb, format="PNG", icc_profile=wide_gamut()), wide_gamut())
profiled("grey-profile.png", save(grey, format="PNG", icc_profile=dark_grey()), dark_grey())

pillow("420.jpg", save(rgb, format="JPEG", quality=90, subsampling="4:2:0"))
pillow("422.jpg", save(rgb, format="JPEG", quality=90, subsampling="4:2:2"))
pillow("444.jpg", save(rgb, format="JPEG", quality=90, subsampling="4:4:4"))
pillow("progressive.jpg", save(rgb, format="JPEG", quality=90, progressive=True))
pillow("restarts.jpg", save(rgb, format="JPEG", quality=90, restart_marker_rows=1))
pillow("grey.jpg", save(grey, format="JPEG", quality=90))
pillow("stored-as-rgb.jpg", save(rgb, format="JPEG", quality=90, keep_rgb=True))
# Neither JFIF nor Adobe, and no subsampling: the JDK takes this for RGB, all others for YCbCr.
pillow("unmarked.jpg", without_segment(save(rgb, format="JPEG", quality=90, subsampling="4:4:4"), b"\xff\xe0"))
jpeg_cmyk = save(cmyk, format="JPEG", quality=95)
pillow("cmyk.jpg", jpeg_cmyk)
adobe = jpeg_cmyk.index(b"Adobe")
assert jpeg_cmyk[adobe + 11] == 0
pillow("ycck.jpg", jpeg_cmyk[:adobe + 11] + b"\2" + jpeg_cmyk[adobe + 12:])
profiled("wide-gamut.jpg", save(rgb, format="JPEG", quality=95, icc_profile=wide_gamut()), wide_gamut())
profiled("cmyk-profile.jpg", save(cmyk, format="JPEG", quality=95, icc_profile=inks()), inks())

transparent("lossy.webp", save(rgb, format="WEBP", quality=90))
transparent("lossless.webp", save(rgb, format="WEBP", lossless=True))
transparent("lossy-alpha.webp", save(rgba, format="WEBP", quality=90))
transparent("lossless-alpha.webp", save(rgba, format="WEBP", lossless=True, exact=True))
profiled("wide-gamut.webp", save(rgb, format="WEBP", lossless=True, icc_profile=wide_gamut()), wide_gamut())
with open("animated.webp", "wb") as f:
    f.write(save(rgb, format="WEBP", save_all=True, append_images=[ImageOps.mirror(rgb)], duration=100))

# What Image.LANCZOS makes of rgb.png at other sizes.
for size in ((80, 50), (12, 9), (37, 5), (3, 23), (1, 1), (53, 11)):
    with open("lanczos-%dx%d.rgb" % size, "wb") as f:
        f.write(np.asarray(rgb.resize(size, Image.LANCZOS)).tobytes())

# What only collections have.
transparent("indexed.gif", save(indexed, format="GIF", interlace=0))
transparent("interlaced.gif", save(indexed, format="GIF", interlace=1))
transparent("transparent.gif", save(indexed, format="GIF", transparency=3))
pillow("rgb.bmp", save(rgb, format="BMP"))
pillow("grey.bmp", save(grey, format="BMP"))
pillow("indexed.bmp", save(indexed, format="BMP"))
pillow("bilevel.bmp", save(grey.convert("1"), format="BMP"))
transparent("rgba.bmp", save(rgba, format="BMP"))
pillow("rgb.tif", save(rgb, format="TIFF"))
pillow("lzw.tif", save(rgb, format="TIFF", compression="tiff_lzw"))
pillow("deflate.tif", save(rgb, format="TIFF", compression="tiff_adobe_deflate"))
pillow("packbits.tif", save(rgb, format="TIFF", compression="packbits"))
pillow("grey.tif", save(grey, format="TIFF"))
pillow("bilevel.tif", save(grey.convert("1"), format="TIFF", compression="group4"))
transparent("indexed.tif", save(indexed, format="TIFF"))
transparent("rgba.tif", save(rgba, format="TIFF", compression="tiff_lzw"))
pillow("cmyk.tif", save(cmyk, format="TIFF", compression="tiff_lzw"))
write("grey16.tif", save(Image.fromarray(grey16), format="TIFF"),
      np.repeat(np.floor(grey16 * (255 / 65535) + 0.5)[..., None], 3, -1))
profiled("wide-gamut.tif", save(rgb, format="TIFF", icc_profile=wide_gamut()), wide_gamut())
