"""What every process is told by its environment (`SWITCHBOARD_...`)."""

from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class ProcessSettings(BaseSettings):
    """Settings common to all processes; a service subclasses it for its own."""

    model_config = SettingsConfigDict(
        env_prefix="SWITCHBOARD_", extra="ignore", use_attribute_docstrings=True
    )

    kafka: str = "127.0.0.1:9092"
    """Bootstrap servers."""
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "PLAIN"
    kafka_username: str | None = None
    kafka_password: str | None = None
    kafka_ca_file: str | None = None
    """Certificates to trust, in PEM; the system's if not given."""
    topic_prefix: str = ""
    """Keeps several workspaces on one Kafka cluster apart."""
    database_url: str = "postgresql://postgres@127.0.0.1:5432/switchboard"
    health_port: int | None = None
    """Where `/livez` and `/readyz` are answered on loopback; nowhere if not given."""
    health_host: str = "127.0.0.1"
    replica_id: str | None = None
    """Makes the Kafka membership static, for supervisors that restart under the same id.

    A second process of one id refuses to start."""
    session_timeout_ms: int = 6_000
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
