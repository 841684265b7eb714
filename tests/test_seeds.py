import hashlib

from readlist import paths

SHA256 = {
    "000_7b429af63ac47363.txt": "04a77120473675d502522e9585187c88375c0d41d06fcc8efd8c2659dea3ae3f",
    "001_d5cf6525421ce41d.txt": "1e759ef08000269d281475601c7f2ae3ffbfb408c0bb29433d059c2d09e117e8",
    "002_85a5d4af8092253b.txt": "4db1fbfcf7022f1969aa4316e3c071f7e9ddeef48209ad86fc49f18073589ac0",
    "003_e084da7137da93fd.txt": "4e736ce21f9d36b7c4427bf0d27de0c3098fa8fc47f2b7115f1c72b3735b7f1c",
    "004_4bdc1b848966df52.txt": "246bc7ddf11baff25236154df18e265d220b987ca0cae3e0a22a410a0f577c87",
}


def test_the_seed_documents_are_the_originals_byte_for_byte():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths.seed_documents()}
    assert found == SHA256
