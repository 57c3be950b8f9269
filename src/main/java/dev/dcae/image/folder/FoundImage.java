/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.image.folder;

import java.nio.file.Path;

/**
 * A file that is called as images are.
 *
 * @param path by which it is read, whatever its name
 * @param name its path below the folder, with {@code /} on every system
 * @param bytes its size
 * @param modified when it was last changed, in milliseconds since 1970
 */
public record FoundImage(Path path, String name, long bytes, long modified) {
}
