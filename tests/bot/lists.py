"""A members' list in a folder, read or refused."""

from pathlib import Path

import pytest

from bot.members.listing import MembersFileError, read

HEADER = "姓名,微信标识,群昵称,身份,类别,月应交元"
PLAIN = (
    "王建国,wxid_wang,,书记,村干部,12",
    "周敏,wxid_zhou,,流动党员 预备党员,学生,0.2",
    "王芳,wxid_f1 wxid_f2,王芳（一组）,流动党员,务工,5.50",
)


def written(folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    file = folder / "名册.csv"
    file.write_bytes("\n".join((header, *lines)).encode(encoding))
    return file


def refusal(file: Path) -> list[str]:
    with pytest.raises(MembersFileError) as error:
        read(file, "B01")
    return str(error.value).replace(f"{file.parent}/", "").split("\n")
