import pytest

from readlist.model.venues import short_venue


@pytest.mark.parametrize(
    ("venue", "short"),
    [
        ("Proceedings of the 2024 Conference on Empirical Methods in Natural Language Processing", "EMNLP"),
        ("Findings of the Association for Computational Linguistics: ACL 2024", "Findings ACL"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2023", "Findings EMNLP"),
        (
            (
                "Proceedings of the 2024 Conference of the North American Chapter of the Association for Computational "
                "Linguistics: Human Language Technologies (Volume 3: System Demonstrations)"
            ),
            "NAACL demo",
        ),
        (
            (
                "Proceedings of the 62nd Annual Meeting of the Association for Computational Linguistics "
                "(Volume 1: Long Papers)"
            ),
            "ACL",
        ),
        ("Advances in Neural Information Processing Systems 36", "NeurIPS"),
        ("Nature", "Nature"),
        ("Proceedings of the 3rd Workshop on Things (WoT 2021)", "WoT"),
        ("Journal of the History of Ideas", "Journal of the History of Ideas"),
        ("2024", "2024"),
        ("", ""),
    ],
)
def test_short_forms(venue, short):
    assert short_venue(venue) == short
