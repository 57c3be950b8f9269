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
package dev.dcae.image.sheet;

import java.awt.geom.Path2D;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

/**
 * The lines a pen follows to write one character, on a grid whose y axis points up. The
 * baseline lies at y = 3, small letters reach up to 9 and capitals to 11, tails down to
 * 0.
 *
 * @param width how far to the right its lines reach from x = 0, in grid units
 * @param lines in grid units; not to be changed
 */
record Glyph(int width, Path2D lines) {

	static final int BASELINE = 3;

	static final int CAPITAL = 8;

	private static final int BASE = 16;

	private static final Glyph SPACE = new Glyph(2, new Path2D.Float());

	/**
	 * The stand-in for a character that is not in the table.
	 */
	private static final Glyph BOX = parse("5 030b5b5303");

	/**
	 * A line for each character: the character, its width, its lines. A line is a row of
	 * points, each a hexadecimal digit for x and one for y; a point behind {@code ~}
	 * bends the way to the next one, as the control point of a quadratic curve.
	 */
	private static final Map<Character, Glyph> GLYPHS = table("""
			A 6 033b63 1656
			B 5 030b3b~5b59~573707 37~5755~533303
			C 5 59~5b3b2b~0b0905~032333~5355
			D 5 030b2b~5b5856~532303
			E 4 4b0b0343 0737
			F 4 4b0b03 0737
			G 5 59~5b3b2b~0b0905~032333~53555737
			H 5 030b 535b 0757
			I 2 131b 0323 0b2b
			J 4 4b45~4323~0305
			K 5 030b 5b06 2853
			L 4 0b0343
			M 6 030b366b63
			N 5 030b535b
			O 5 2b~0b0905~032333~535559~5b3b2b
			P 5 030b3b~5b5958~563606
			Q 5 2b~0b0905~032333~535559~5b3b2b 3552
			R 5 030b3b~5b59~573707 2753
			S 5 59~5b3b2b~0b09~072737~5755~533323~0305
			T 6 0b6b 333b
			U 5 0b05~032333~53555b
			V 6 0b336b
			W 8 0b2349638b
			X 5 0b53 035b
			Y 6 0b376b 3733
			Z 5 0b5b0353
			a 4 08~0929~494743 4616~060504~031323~4345
			b 4 0b03 07~0929~494745~4323~0305
			c 4 47~4929~090705~0323~4345
			d 4 4b43 47~4929~090705~0323~4345
			e 4 064647~4929~090705~0323~4344
			f 3 3b~1b1913 0939
			g 4 4942~4020~0001 47~4929~090705~0323~4345
			h 4 0b03 07~0929~494743
			i 0 0903 0b
			j 2 2922~2000 2b
			k 4 0b03 4905 1643
			l 1 0b04~0313
			m 6 0903 07~091929~393733 37~394959~696763
			n 4 0903 07~0929~494743
			o 4 29~090705~0323~434547~4929
			p 4 0900 07~0929~494745~4323~0305
			q 4 4940 47~4929~090705~0323~4345
			r 3 0903 07~092939
			s 4 48~493919~090807~061636~464544~433313~0304
			t 3 1b15~1333 0939
			u 4 0905~0323~4345 4943
			v 4 092349
			w 6 0923384369
			x 4 0943 0349
			y 4 0923 4910
			z 4 09490343
			0 4 2b~0b0806~0323~434648~4b2b
			1 4 092b23 0343
			2 4 09~0b2b~4b49~470343
			3 4 09~0b2b~4b49~472717 27~4745~4323~0305
			4 4 333b0545
			5 4 4b0b0727~4745~4323~0305
			6 4 3b~0b0605~0323~4345~4727~0705
			7 4 0b4b13
			8 4 2b~0b09~0727~4749~4b2b 27~0705~0323~4345~4727
			9 4 13~434849~4b2b~0b09~0727~4749
			. 0 03
			, 1 1301
			: 0 03 08
			; 1 1301 18
			- 3 0636
			+ 4 0747 2529
			= 4 0646 0848
			/ 4 024b
			( 2 2c~0a07~0422
			) 2 0c~2a27~2402
			% 6 5b13 1b~0b0a~0919~292a~2b1b 55~4544~4353~6364~6555
			# 6 132b 435b 0555 1969
			· 0 07
			× 4 0549 0945
			→ 6 0767 496745
			_ 4 0242
			' 0 0b09
			" 2 0b09 2b29
			! 0 0b06 03
			? 4 09~0b2b~4b49~472726 23
			< 4 4a0744
			> 4 0a4704
			[ 2 2c0c0222
			] 2 0c2c2202
			""");

	static Glyph of(char character) {
		return (character == ' ') ? SPACE : GLYPHS.getOrDefault(character, BOX);
	}

	private static Map<Character, Glyph> table(String text) {
		Map<Character, Glyph> table = new HashMap<>();
		text.lines().forEach((line) -> table.put(line.charAt(0), parse(line.substring(2))));
		return Map.copyOf(table);
	}

	private static Glyph parse(String text) {
		try (Scanner parts = new Scanner(text)) {
			int width = parts.nextInt();
			Path2D lines = new Path2D.Float();
			parts.forEachRemaining((line) -> follow(line, lines));
			return new Glyph(width, lines);
		}
	}

	private static void follow(String line, Path2D path) {
		path.moveTo(digit(line, 0), digit(line, 1));
		if (line.length() == 2) {
			// A line of no length is a dot, as its ends are round.
			path.lineTo(digit(line, 0), digit(line, 1));
		}
		for (int at = 2; at < line.length();) {
			if (line.charAt(at) == '~') {
				path.quadTo(digit(line, at + 1), digit(line, at + 2), digit(line, at + 3), digit(line, at + 4));
				at += 5;
			}
			else {
				path.lineTo(digit(line, at), digit(line, at + 1));
				at += 2;
			}
		}
	}

	private static int digit(String line, int at) {
		return Character.digit(line.charAt(at), BASE);
	}

}
