package dev.dcae.ops;

import dev.dcae.model.Autoencoder;
import dev.dcae.serving.RunnerFactory;

/**
 * A model whose checkpoint was read and verified, and whose archive is there.
 *
 * @param runners that open its replicas
 */
public record PreparedModel(Autoencoder autoencoder, RunnerFactory runners) {
}
