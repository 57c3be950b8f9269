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
package dev.dcae.api.openapi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.dcae.api.http.Calls;
import dev.dcae.api.problem.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;

/**
 * Describes an operation that queues for a device, as urgently as its sender says.
 */
@Parameter(ref = Calls.TIMEOUT)
@Parameter(ref = Calls.PRIORITY)
@AnswersProblems({ ProblemType.BAD_PARAMETER, ProblemType.UNKNOWN_MODEL, ProblemType.TOO_LARGE,
		ProblemType.NON_FINITE_RESULT, ProblemType.TOO_SLOW, ProblemType.QUEUE_FULL, ProblemType.SHARE_FULL,
		ProblemType.DEADLINE_UNREACHABLE, ProblemType.NOT_READY, ProblemType.DEADLINE_MISSED })
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface WaitsForDevice {

}
