"""Print the descriptors and the drawings of the molecules of an SDF file as JSON; run by a Python that has RDKit."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from rdkit import Chem  # pyright: ignore[reportMissingImports]
from rdkit.Chem import Descriptors  # pyright: ignore[reportMissingImports]

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


def described(molecule: Chem.Mol) -> dict:
    """Return the name, the measured solubility, the descriptors and the drawing of a molecule."""
    places = molecule.GetConformer()
    kekulized = Chem.Mol(molecule)
    Chem.Kekulize(kekulized, clearAromaticFlags=True)
    corners = [places.GetAtomPosition(at) for at in range(molecule.GetNumAtoms())]
    return {
        "name": molecule.GetProp("_Name"),
        "log_s": float(molecule.GetProp("SOL")),
        "values": [float(f(molecule)) for f in DESCRIPTORS.values()],
        "atoms": [
            [_label(atom), round(corner.x, 2), round(corner.y, 2)]
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


def main() -> None:
    """Print one JSON object: the names of the descriptors, and the molecules of each file."""
    files = [[described(one) for one in Chem.SDMolSupplier(name) if one is not None] for name in sys.argv[1:]]
    print(json.dumps({"descriptors": list(DESCRIPTORS), "files": files}))


if __name__ == "__main__":
    main()
