"""An authority of our own: keys, certificates and signed PDF files for the tests of signatures."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
SIGNED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PERSON = {"CN": "Nguyễn Văn Thử", "O": "UBND huyện Bắc Hà", "OU": "UBND xã Tả Củ Tỷ"}
OFFICE = {"CN": "Ủy ban nhân dân xã Tả Củ Tỷ", "O": "UBND huyện Bắc Hà"}
_OIDS = {"CN": NameOID.COMMON_NAME, "O": NameOID.ORGANIZATION_NAME, "OU": NameOID.ORGANIZATIONAL_UNIT_NAME}


class Issuer:
    """A root with its key, that makes certificates of holders."""

    def __init__(self, name: str):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._build(
            self.name, self.key, datetime(2010, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC), is_authority=True
        )

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def signer(self, subject: dict[str, str], *, since: datetime | None = None, until: datetime | None = None):
        """A pyHanko signer with a certificate of this root; in force 2025 to 2027 unless said otherwise."""
        key = _holder_key()
        name = x509.Name([x509.NameAttribute(_OIDS[word], value) for word, value in subject.items()])
        certificate = self._build(
            name, key, since or datetime(2025, 1, 1, tzinfo=UTC), until or datetime(2027, 1, 1, tzinfo=UTC)
        )
        store = SimpleCertificateStore()
        store.register(_asn1(self.certificate))
        return signers.SimpleSigner(signing_cert=_asn1(certificate), signing_key=_private(key), cert_registry=store)

    def timestamper(self, at: datetime) -> DummyTimeStamper:
        """An authority of time under this root that always says `at`."""
        key = _holder_key()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dấu thời gian thử nghiệm")])
        since, until = datetime(2020, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)
        certificate = self._build(name, key, since, until, stamps=True)
        store = SimpleCertificateStore()
        store.register(_asn1(self.certificate))
        return DummyTimeStamper(_asn1(certificate), _private(key), certs_to_embed=store, fixed_dt=at)

    def _build(self, name, key, since, until, *, is_authority=False, stamps=False):
        usage = {
            "digital_signature": not is_authority, "content_commitment": not is_authority,
            "key_cert_sign": is_authority, "crl_sign": is_authority, "key_encipherment": False,
            "data_encipherment": False, "key_agreement": False, "encipher_only": False, "decipher_only": False,
        }  # fmt: skip
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if stamps:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return builder.sign(self.key, hashes.SHA256())


def _asn1(certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _private(key) -> asn1_keys.PrivateKeyInfo:
    plain = serialization.NoEncryption()
    return asn1_keys.PrivateKeyInfo.load(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    )


@cache
def _holder_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def issuer(name: str = "Cơ quan chứng thực thử nghiệm") -> Issuer:
    """One root a name and test run: making keys is what costs."""
    return Issuer(name)


def paper(text: str = "Trich yeu") -> bytes:
    """A PDF of one page."""
    writer = PdfFileWriter(stream_xrefs=False)
    content = generic.StreamObject(stream_data=f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
    font = writer.add_object(
        generic.DictionaryObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Font"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/Type1"),
                generic.pdf_name("/BaseFont"): generic.pdf_name("/Helvetica"),
            }
        )
    )
    resources = generic.DictionaryObject(
        {generic.pdf_name("/Font"): generic.DictionaryObject({generic.pdf_name("/F1"): font})}
    )
    writer.insert_page(PageObject(contents=writer.add_object(content), media_box=(0, 0, 595, 842), resources=resources))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


class _Claiming(signers.PdfSigner):
    """Claims another time than the machine's."""

    claimed = SIGNED

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.claimed
        return session


def sign(pdf: bytes, signer, field: str, *, at: datetime = SIGNED, timestamper=None) -> bytes:
    """The file with one more signature, as a second person would add it; `at`: the time that the signer claims."""
    metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    box = fields.SigFieldSpec(field, box=(300, 60, 500, 120))
    pdf_signer = _Claiming(metadata, signer, new_field_spec=box, timestamper=timestamper)
    pdf_signer.claimed = at
    # pyHanko runs a loop of its own; in this thread a browser test may have left one running.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(pdf_signer.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(pdf))).result().getvalue()


@cache
def signed_by_both() -> bytes:
    """The usual paper: the person, then the office."""
    root = issuer()
    return sign(sign(paper(), root.signer(PERSON), "Person"), root.signer(OFFICE), "Office")


def appended(pdf: bytes, text: str = "Sua sau khi ky") -> bytes:
    """The file with another text on its first page, added as an update behind what was signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page, _resources = writer.find_page_for_modification(0)
    stream = generic.StreamObject(stream_data=f"BT /F1 30 Tf 72 500 Td ({text}) Tj ET".encode())
    page.get_object()["/Contents"] = writer.add_object(stream)
    writer.update_container(page.get_object())
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def flipped(pdf: bytes) -> bytes:
    """The file with one letter of its text changed in place."""
    place = pdf.index(b"Trich yeu")
    return pdf[:place] + b"Brich yeu" + pdf[place + 9 :]
