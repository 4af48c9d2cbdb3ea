#include "model/rounds.h"

const char *stage_name(enum stage stage)
{
	static const char *const names[STAGES] = { "初审", "复审", "终审", "初校", "二校", "三校" };

	return names[stage];
}
