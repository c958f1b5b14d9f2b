"""The faces for printed minutes, from the variable fonts of the pages. Once, by hand: python3 make.py (fonttools, brotli).

A PDF embeds its letters, and what writes ours takes TrueType files, not WOFF2. The names are our own, for "Source" is a name that its
makers reserve (SIL Open Font License, 3).
"""
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
PACKAGES = HERE.parents[2] / "node_modules" / "@fontsource-variable"
SERIF = ("source-serif-4", ["latin", "latin-ext", "vietnamese", "greek", "cyrillic", "cyrillic-ext"])
SANS = ("public-sans", ["latin", "latin-ext", "vietnamese"])


def letters_of(path, weight, taken):
    font = instantiateVariableFont(TTFont(path), {"wght": weight})
    options = Options(layout_features=["kern", "mark", "mkmk", "ccmp"], hinting=False, notdef_outline=True, glyph_names=False)
    options.drop_tables += ["STAT", "HVAR", "MVAR", "avar", "gasp", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) - taken)
    subsetter.subset(font)
    font.flavor = None
    return font


def make(name, full, package, scripts, style, weight):
    with TemporaryDirectory() as folder:
        taken, paths = set(), []
        for script in scripts:
            source = PACKAGES / package / "files" / f"{package}-{script}-wght-{style}.woff2"
            font = letters_of(source, weight, taken)
            taken |= set(font.getBestCmap())
            paths.append(f"{folder}/{script}.ttf")
            font.save(paths[-1])
        font = Merger().merge(paths)
    for record in list(font["name"].names):
        if record.nameID not in (0, 13, 14):
            font["name"].removeNames(nameID=record.nameID)
    for number, text in {1: full, 2: "Regular", 3: f"{full} for printed minutes", 4: full, 6: full.replace(" ", "")}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font.save(HERE / f"{name}.ttf")


make("serif", "Mesa Serif", *SERIF, "normal", 400)
make("serif-bold", "Mesa Serif Bold", *SERIF, "normal", 650)
make("serif-italic", "Mesa Serif Italic", *SERIF, "italic", 400)
make("serif-bold-italic", "Mesa Serif Bold Italic", *SERIF, "italic", 650)
make("sans", "Mesa Sans", *SANS, "normal", 400)
make("sans-bold", "Mesa Sans Bold", *SANS, "normal", 650)
