"""Print the descriptors and the drawings of molecules as JSON; run by a Python that has RDKit.

The molecules are those of SDF files, with their solubility and their drawing, or of CSV files with ``smiles`` and a
``split`` into "train" and "test", whose structural keys are printed too; of those, only the test molecules are drawn.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from rdkit import Chem  # pyright: ignore[reportMissingImports]
from rdkit.Chem import AllChem, Descriptors, MACCSkeys  # pyright: ignore[reportMissingImports]

DESCRIPTORS = {
    "molecular weight": Descriptors.MolWt,
    "heavy atoms": Descriptors.HeavyAtomCount,
    "hetero atoms": Descriptors.NumHeteroatoms,
    "halogen atoms": lambda molecule: sum(atom.GetSymbol() in ("F", "Cl", "Br", "I") for atom in molecule.GetAtoms()),
    "nitrogen and oxygen atoms": Descriptors.NOCount,
    "rings": Descriptors.RingCount,
    "aromatic rings": Descriptors.NumAromaticRings,
    "aliphatic rings": Descriptors.NumAliphaticRings,
    "aromatic share": lambda molecule: _share(atom.GetIsAromatic() for atom in molecule.GetAtoms()),
    "share of sp3 carbons": Descriptors.FractionCSP3,
    "rotatable bonds": Descriptors.NumRotatableBonds,
    "hydrogen bond donors": Descriptors.NumHDonors,
    "hydrogen bond acceptors": Descriptors.NumHAcceptors,
    "polar surface area": Descriptors.TPSA,
    "surface area (Labute)": Descriptors.LabuteASA,
    "log P (Crippen)": Descriptors.MolLogP,
    "molar refractivity (Crippen)": Descriptors.MolMR,
    "complexity (Bertz)": Descriptors.BertzCT,
    "branching (Balaban J)": lambda molecule: Descriptors.BalabanJ(molecule) if molecule.GetNumBonds() else 0.0,
    "shape (kappa 2)": Descriptors.Kappa2,
}


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found)


_BOND = 1.3 / 1.5  # what the page draws, to what RDKit does


def described(molecule: Chem.Mol) -> dict:
    """Return the name, the measured solubility, the descriptors and the drawing of a molecule."""
    return {
        "name": molecule.GetProp("_Name"),
        "log_s": float(molecule.GetProp("SOL")),
        "values": _values(molecule),
        **_drawn(molecule),
    }


def keyed(row: dict[str, str]) -> dict:
    """Return the descriptors and the structural keys of a row with ``smiles``; for the test, its drawing too."""
    molecule = Chem.MolFromSmiles(row["smiles"])
    keys = MACCSkeys.GenMACCSKeys(molecule).ToBitString()[1:]  # the first of 167 is always 0
    found = {**row, "values": _values(molecule), "keys": keys}
    if row["split"] == "test":
        AllChem.Compute2DCoords(molecule)
        found |= _drawn(molecule, _BOND)
    return found


def _values(molecule: Chem.Mol) -> list[float]:
    return [float(f(molecule)) for f in DESCRIPTORS.values()]


def _drawn(molecule: Chem.Mol, scale: float = 1.0) -> dict:
    """Return atoms and bonds as the page draws them."""
    places = molecule.GetConformer()
    kekulized = Chem.Mol(molecule)
    Chem.Kekulize(kekulized, clearAromaticFlags=True)
    corners = [places.GetAtomPosition(at) for at in range(molecule.GetNumAtoms())]
    return {
        "atoms": [
            [_label(atom), round(scale * corner.x, 2), round(scale * corner.y, 2)]
            for atom, corner in zip(molecule.GetAtoms(), corners, strict=True)
        ],
        "bonds": [
            [bond.GetBeginAtomIdx(), bond.GetEndAtomIdx(), int(bond.GetBondTypeAsDouble())]
            for bond in kekulized.GetBonds()
        ],
    }


def _label(atom: Chem.Atom) -> str:
    """Return what is written at a corner of the drawing: nothing for carbon, as chemists do."""
    charge = atom.GetFormalCharge()
    sign = {1: "+", -1: "-"}.get(charge, "") if charge else ""
    if atom.GetSymbol() == "C" and not charge and atom.GetDegree():
        return ""
    n_hydrogens = atom.GetTotalNumHs()
    hydrogens = "" if not n_hydrogens else "H" if n_hydrogens == 1 else f"H{n_hydrogens}"
    return f"{atom.GetSymbol()}{hydrogens}{sign}"


def _molecules(path: Path) -> list[dict]:
    """Return the molecules of a file."""
    if path.suffix == ".csv":
        with path.open(newline="") as file:
            return [keyed(row) for row in csv.DictReader(file)]
    return [described(one) for one in Chem.SDMolSupplier(str(path)) if one is not None]


def main() -> None:
    """Print one JSON object: the names of the descriptors, and the molecules of each file."""
    files = [_molecules(Path(name)) for name in sys.argv[1:]]
    print(json.dumps({"descriptors": list(DESCRIPTORS), "files": files}))


if __name__ == "__main__":
    main()
